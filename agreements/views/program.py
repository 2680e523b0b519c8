def program(request, **address):
    raise NotImplementedError
