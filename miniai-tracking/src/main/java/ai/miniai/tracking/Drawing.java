package ai.miniai.tracking;

import ai.miniai.viz.Figure;

/**
 * A figure that has been drawn.
 *
 * @param png the bytes of a PNG file
 * @param width in pixels
 * @param height in pixels
 */
record Drawing(byte[] png, int width, int height) {
  /** An image has twice as many pixels as its figure in each direction. */
  static Drawing of(Figure figure) {
    return new Drawing(figure.png(), 2 * figure.width(), 2 * figure.height());
  }
}
