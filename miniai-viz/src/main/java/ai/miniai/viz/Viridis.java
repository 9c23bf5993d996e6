package ai.miniai.viz;

import java.awt.Color;

/**
 * The viridis colour map (van der Walt and Smith, 2015): from dark violet at 0 through blue and
 * green to yellow at 1. Its brightness increases evenly, so it can be read in print and by
 * colour-blind readers.
 */
final class Viridis {
  /**
   * The colours at 0, 1/32, …, 1; linear interpolation between them is off by less than 2 of 255.
   */
  private static final int[] ANCHORS = {
    0x440154, 0x470d60, 0x48186a, 0x482374, 0x472d7b, 0x453681, 0x424086, 0x3f4989, 0x3b528b,
    0x375a8d, 0x33638d, 0x2f6a8e, 0x2c728e, 0x297a8e, 0x26818e, 0x23898e, 0x21908c, 0x1f988b,
    0x1f9f88, 0x21a685, 0x28ae80, 0x31b57b, 0x3ebc74, 0x4cc26c, 0x5dc963, 0x6ece58, 0x82d34c,
    0x96d83f, 0xabdc32, 0xc0df24, 0xd5e21a, 0xeae51a, 0xfde725
  };

  private Viridis() {}

  /** The colour for {@code value} as 0xRRGGBB; values outside [0, 1] are clamped. */
  static int rgb(double value) {
    double place = Math.min(1, Math.max(0, value)) * (ANCHORS.length - 1);
    int left = Math.min((int) place, ANCHORS.length - 2);
    double share = place - left;
    int rgb = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int from = ANCHORS[left] >> shift & 0xff;
      int to = ANCHORS[left + 1] >> shift & 0xff;
      rgb |= (int) Math.round(from + share * (to - from)) << shift;
    }
    return rgb;
  }

  /** The colour for {@code value}. */
  static Color color(double value) {
    return new Color(rgb(value));
  }
}
