/**
 * What a study looks like: painters on Java2D that draw the screen and the file alike, colour maps, themes, and figures as
 * PNG, SVG and PDF.
 */
package sulcus.figure;
