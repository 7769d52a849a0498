/** Text within XML and HTML, in elements and in quoted attributes. */
export function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return (
    text
      // Characters that XML 1.0 does not have, whatever a daemon logs.
      .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD]/g, "\uFFFD")
      .replace(/[&<>"']/g, (character) => entities[character] ?? character)
  );
}
