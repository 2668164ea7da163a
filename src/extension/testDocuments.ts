/** Documents whose diagnostics and code actions come from the language server: tests, by their names. */
export const testDocuments = ['typescript', 'javascript'].map((language) => ({
  scheme: 'file',
  language,
  pattern: '**/*.{test,spec}.{ts,mts,cts,js,mjs,cjs}',
}));
