/** Where a value comes from. Lines and columns count from 1, as editors and GitHub annotations do. */
export type Origin =
  | { readonly kind: 'manifest'; readonly file: string; readonly line: number; readonly column: number }
  | { readonly kind: 'input'; readonly name: string }
  | { readonly kind: 'derived'; readonly from: string };

/** An origin in the words of plans, errors and summaries: `deploy/kafka.yml:4:3`, `input vpc-id`, `derived from …`. */
export function describeOrigin(origin: Origin): string {
  switch (origin.kind) {
    case 'manifest':
      return `${origin.file}:${origin.line}:${origin.column}`;
    case 'input':
      return `input ${origin.name}`;
    case 'derived':
      return `derived from ${origin.from}`;
  }
}
