def agency(request, **address):
    raise NotImplementedError
