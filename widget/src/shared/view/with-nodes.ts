/** A sentence with nodes in its holes, such as a name in `<bdi>`. */
export function withNodes(sentence: string, nodes: Record<string, Node>): (Node | string)[] {
  return sentence
    .split(/\{(\w+)\}/)
    .map((piece, index) => (index % 2 ? (nodes[piece] ?? piece) : piece))
    .filter((piece) => piece !== "");
}
