/** What Amazon EC2 takes; OpenStack, which OVHcloud is, takes 65535 bytes once they are base64. */
const MOST = 16_384;

/** Undefined where every cloud takes it. */
export function userDataTooLong(member: string, text: string): string | undefined {
  const bytes = Buffer.byteLength(text);
  if (bytes <= MOST) return undefined;
  return (
    `The user data of ${member} has ${bytes} bytes. Some clouds take ${MOST} only, and OpenStack 65535 once it is base64. ` +
    "Compress it where the cloud's tool does, declare fewer addresses, or bring the files by Ansible."
  );
}
