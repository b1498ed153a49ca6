/* The bar of the clips that are selected in the library, which the keys act on; null while none is. */
export const selectionBar = () => document.querySelector("clip-selection:has([name=clip]:checked) #selection-bar")
