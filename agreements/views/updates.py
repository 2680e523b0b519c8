def updates(request, **address):
    raise NotImplementedError
