/// The person, the login or the module is gone: there is nobody to talk with, and nothing more is done.
struct Silence: Error {}
