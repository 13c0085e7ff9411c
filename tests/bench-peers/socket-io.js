// Socket.io as its own documents show it: receivers are a room, a performer's event goes to the room.
import { createServer } from "node:http";
import { Server } from "socket.io";

const http = createServer();
// Nobody is pinged while something is measured.
const io = new Server(http, { transports: ["websocket"], pingInterval: 3_600_000 });
io.on("connection", (socket) => {
  socket.on("join", (what) => {
    if (what === "r") socket.join("receivers");
    socket.emit("joined");
  });
  socket.on("hold", (hold) => io.to("receivers").emit("hold", hold));
});
http.listen(0, "127.0.0.1", () => console.log(`127.0.0.1:${http.address().port}`));
process.stdin.on("end", () => process.exit()).resume();
