"""A wire between two servers that can be cut, slow, or dead at one end."""

import queue
import socket
import threading
import time


class Relay:
    """Passes TCP connections on to a server; how, can be changed while they are open."""

    def __init__(self, listen: tuple[str, int], target: tuple[str, int]):
        self.target = target
        self.delay = 0.0
        self.hangs = False
        self.is_cut = False
        self.open: set[socket.socket] = set()
        self.guard = threading.Lock()
        self.listener = socket.create_server(listen)
        threading.Thread(target=self.accept, daemon=True).start()

    def cut(self) -> None:
        """Ends what is open and lets nobody in, until healed."""
        with self.guard:
            self.is_cut = True
            for one in self.open:
                end(one)

    def heal(self) -> None:
        self.is_cut = False
        self.hangs = False
        self.delay = 0.0

    def close(self) -> None:
        self.cut()
        end(self.listener)
        self.listener.close()

    def accept(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.carry, args=(client,), daemon=True).start()

    def carry(self, client: socket.socket) -> None:
        server = None
        try:
            if not self.is_cut:
                server = socket.create_connection(self.target, timeout=5)
                server.settimeout(None)
                ends = {client, server}
                for one in ends:
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                with self.guard:
                    self.open |= ends
                there = threading.Thread(target=self.pump, args=(client, server), daemon=True)
                there.start()
                self.pump(server, client)
                there.join()
        except OSError:
            pass
        finally:
            for one in (client, server):
                if one is not None:
                    with self.guard:
                        self.open.discard(one)
                    one.close()

    def pump(self, source: socket.socket, sink: socket.socket) -> None:
        """What comes is due a delay later, however much is on its way."""
        under_way: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()
        thread = threading.Thread(target=self.deliver, args=(under_way, sink), daemon=True)
        thread.start()
        data = b"first"
        try:
            while data:
                data = source.recv(65536)
                under_way.put((time.monotonic() + self.delay, data))
        except OSError:
            under_way.put((0, b""))
        thread.join()
        end(source)
        end(sink)

    def deliver(self, under_way: "queue.SimpleQueue[tuple[float, bytes]]", sink: socket.socket) -> None:
        try:
            while (part := under_way.get())[1]:
                while not self.is_cut and (self.hangs or time.monotonic() < part[0]):
                    time.sleep(0.01 if self.hangs else min(0.01, max(0, part[0] - time.monotonic())))
                if self.is_cut:
                    return
                sink.sendall(part[1])
        except OSError:
            pass
        finally:
            end(sink)


def end(one: socket.socket) -> None:
    try:
        one.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
