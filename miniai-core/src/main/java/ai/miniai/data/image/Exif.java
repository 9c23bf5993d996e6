package ai.miniai.data.image;

import java.io.EOFException;

/** The one thing that is asked of EXIF data: how the camera was held. */
final class Exif {
  private static final int ORIENTATION = 0x0112;
  private static final int SHORT = 3;

  private Exif() {}

  /**
   * The orientation, 1 … 8; 1, upright, if the data do not say, or are damaged: they are no part of
   * the picture.
   *
   * @param tiff the data from the byte order ("II" or "MM") on
   */
  static int orientation(byte... tiff) {
    ByteReader in =
        ByteReader.bigEndian(tiff).has(0, "II")
            ? ByteReader.littleEndian(tiff)
            : ByteReader.bigEndian(tiff);
    try {
      int directory = in.s32(4);
      int entries = in.u16(directory);
      for (int i = 0; i < entries; i++) {
        int entry = directory + 2 + 12 * i;
        if (in.u16(entry) == ORIENTATION) {
          int value = in.u16(entry + 2) == SHORT ? in.u16(entry + 8) : in.s32(entry + 8);
          return value >= 1 && value <= 8 ? value : 1;
        }
      }
    } catch (EOFException damaged) {
      return 1;
    }
    return 1;
  }
}
