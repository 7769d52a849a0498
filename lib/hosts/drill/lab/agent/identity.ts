/**
 * Who answers at an address: a member tells its name over UDP, over TCP at the service's port, and for as long as a
 * connection lives.
 */
import { createSocket } from "node:dgram";
import type { Socket as DatagramSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";
import type { Server, Socket } from "node:net";
import { echoPort, familyOf, streamPort } from "../addressing";
import { setSysctl } from "./sysctl";

const streamIntervalMs = 20;

export interface Identity {
  close(): Promise<void>;
}

export async function answerAs(name: string, addresses: readonly string[], servicePort: number): Promise<Identity> {
  const connections = new Set<Socket>();
  const serve = async (port: number, greet: (socket: Socket) => void): Promise<Server> => {
    const server = createServer((socket) => {
      connections.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => connections.delete(socket));
      greet(socket);
    });
    server.listen(port);
    await once(server, "listening");
    return server;
  };
  const greeting = (socket: Socket) => void socket.end(`${name}\n`);
  const servers = await Promise.all([
    serve(servicePort, greeting),
    serve(streamPort, (socket) => {
      const timer = setInterval(() => socket.write(`${name}\n`), streamIntervalMs);
      socket.on("close", () => clearInterval(timer));
    }),
  ]);
  const sockets = await bindEchoes(name, addresses);

  return {
    close: async () => {
      for (const socket of sockets) socket.close();
      for (const connection of connections) connection.resetAndDestroy();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

/**
 * A datagram must be answered from the address that was asked, so each address has a socket of its own, bound before
 * the member holds the address.
 */
async function bindEchoes(name: string, addresses: readonly string[]): Promise<readonly DatagramSocket[]> {
  setSysctl("net/ipv4/ip_nonlocal_bind", "1");
  setSysctl("net/ipv6/ip_nonlocal_bind", "1");
  return Promise.all(
    addresses.map(async (address) => {
      const socket = createSocket(familyOf(address) === 6 ? "udp6" : "udp4");
      socket.on("message", (question, from) => {
        const answer = Buffer.concat([question.subarray(0, 4), Buffer.from(name)]);
        socket.send(answer, from.port, from.address, () => undefined);
      });
      socket.bind(echoPort, address);
      await once(socket, "listening");
      socket.on("error", () => undefined);
      return socket;
    }),
  );
}
