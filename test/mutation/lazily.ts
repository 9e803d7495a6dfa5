/** Makes the value each time: one that was made before a mutant is tried would be used on, and the mutant never seen. */
export function lazily<T>(make: () => T): () => T {
  return make;
}
