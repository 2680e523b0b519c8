def agencies(request, **address):
    raise NotImplementedError
