def home(request, **address):
    raise NotImplementedError
