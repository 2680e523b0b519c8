def timeline(request, **address):
    raise NotImplementedError
