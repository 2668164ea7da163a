/** The file that marks a folder as a course folder. Alone here, so that looking for it loads nothing else. */
export const courseMarker = 'itlab.json';
