/// Who gave the order is gone: nothing more is done.
struct Silence: Error {}
