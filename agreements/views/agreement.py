def agreement(request, **address):
    raise NotImplementedError
