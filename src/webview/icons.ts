import type { Tone } from './cardModel.ts';

/** 16 × 16 outlines, drawn here because VS Code's icon font is not available to a page. */
const outlines: Readonly<Record<Tone, string>> = {
  good: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM5 8.2l2.1 2.1L11.2 6',
  bad: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6',
  warning: 'M8 2 1.6 13.5h12.8L8 2ZM8 6.3v3.6M8 11.5v.6',
  none: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11Z',
  active: 'M8 1.5a6.5 6.5 0 1 1-6.5 6.5',
};

/** An icon whose colour and movement the style sheet gives by its tone. The text beside it says the same. */
export function icon(tone: Tone): SVGElement {
  return drawing(`icon ${tone}`, outlines[tone]);
}

/** The mark of a catch in the kill matrix. */
export function catchMark(): SVGElement {
  return drawing('icon catch', 'M8 3.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9Z');
}

function drawing(classes: string, outline: string): SVGElement {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('class', classes);
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(namespace, 'path');
  path.setAttribute('d', outline);
  svg.append(path);
  return svg;
}
