def agreements(request, **address):
    raise NotImplementedError
