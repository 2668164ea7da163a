/** Set where scenarios are to look at everything, also at what takes long and seldom changes. */
export const everythingVariable = 'ITLAB_EVERYTHING';
