def deadlines(request, **address):
    raise NotImplementedError
