def reports(request, **address):
    raise NotImplementedError
