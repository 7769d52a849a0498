import { request as httpRequest } from "node:http";
import { createServer, globalAgent } from "node:https";
import type { AddressInfo } from "node:net";
import { selfSignedCertificate } from "../../../../lib/provider/transport/certificate";

/**
 * TLS before a simulator, for clients that speak nothing else. Requests pass as they came, byte for byte, for their
 * signatures cover path and body. Only this process trusts the certificate, and only until `close`.
 */
export async function startTlsFront(target: string) {
  const { pem, key } = selfSignedCertificate();
  const server = createServer({ cert: pem, key }, (incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const onward = httpRequest(target + (url ?? ""), { method, headers, agent: false }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "localhost", resolve);
  });
  const trusted = globalAgent.options.ca;
  globalAgent.options.ca = pem;
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      globalAgent.options.ca = trusted;
      globalAgent.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}
