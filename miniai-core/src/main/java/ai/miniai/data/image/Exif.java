package ai.miniai.data.image;

import java.io.EOFException;

/** Reads the orientation from EXIF data, and nothing else. */
final class Exif {
  private static final int ORIENTATION = 0x0112;
  private static final int SHORT = 3;

  private Exif() {}

  /**
   * The orientation, 1 … 8. It is 1, upright, if it is missing or the EXIF data are damaged: they
   * are not part of the image.
   *
   * @param tiff the data starting with the byte order ("II" or "MM")
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
