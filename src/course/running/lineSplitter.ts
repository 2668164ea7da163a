/**
 * Puts lines together from a text that comes in pieces, in a time that grows with the text alone. A line that is too
 * long is not kept: its beginning is told once, the rest of it is passed over.
 */
export class LineSplitter {
  private readonly most: number;
  private readonly onLine: (line: string) => void;
  private readonly onTooLong: (beginning: string) => void;
  /** Of the line that has not ended yet. */
  private pieces: string[] = [];
  private length = 0;

  /**
   * @param most UTF-16 units of a line.
   * @param onTooLong called with the first characters of a line that is longer.
   */
  constructor(
    most: number,
    onLine: (line: string) => void,
    onTooLong: (beginning: string) => void = () => undefined,
  ) {
    this.most = most;
    this.onLine = onLine;
    this.onTooLong = onTooLong;
  }

  add(text: string): void {
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      const piece = text.slice(from, end);
      from = end + 1;
      // Nearly every line comes in one piece.
      if (this.length === 0 && piece.length <= this.most) {
        this.onLine(piece);
        continue;
      }
      this.take(piece);
      const line = this.length > this.most ? null : this.pieces.join('');
      this.pieces = [];
      this.length = 0;
      if (line !== null) this.onLine(line);
    }
    if (from < text.length) this.take(text.slice(from));
  }

  private take(piece: string): void {
    const fitted = this.length <= this.most;
    this.length += piece.length;
    if (this.length <= this.most) this.pieces.push(piece);
    else if (fitted) {
      this.onTooLong(this.pieces.slice(0, 2).join('') + piece);
      this.pieces = [];
    }
  }
}
