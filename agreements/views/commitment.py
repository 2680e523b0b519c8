def commitment(request, **address):
    raise NotImplementedError
