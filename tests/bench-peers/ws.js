// A bare relay with `ws`. The first message says what a socket is: `p` a performer, `r` a receiver, `o` anybody else.
import { WebSocketServer } from "ws";

const receivers = new Set();
const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
server.on("listening", () => console.log(`127.0.0.1:${server.address().port}`));
server.on("connection", (socket) => {
  socket.once("message", (first) => {
    if (first.toString() === "r") receivers.add(socket);
    socket.on("message", (message) => {
      for (const receiver of receivers) receiver.send(message, { binary: false });
    });
  });
});
process.stdin.on("end", () => process.exit()).resume();
