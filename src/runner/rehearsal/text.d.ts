/** The text of a file, put into the bundle. */
declare module '*.txt' {
  const text: string;
  export default text;
}
