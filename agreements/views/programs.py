def programs(request, **address):
    raise NotImplementedError
