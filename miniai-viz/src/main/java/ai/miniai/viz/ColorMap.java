package ai.miniai.viz;

import com.google.common.primitives.ImmutableIntArray;
import java.awt.Color;

/** Colours for numbers from 0 to 1. */
enum ColorMap {
  /**
   * Viridis (van der Walt and Smith, 2015): from dark violet at 0 through blue and green to yellow
   * at 1. Its brightness increases evenly, so it can be read in print and by colour-blind readers.
   */
  VIRIDIS(
      // At 0, 1/32, …, 1; linear interpolation between them is off by less than 2 of 255.
      0x440154,
      0x470d60,
      0x48186a,
      0x482374,
      0x472d7b,
      0x453681,
      0x424086,
      0x3f4989,
      0x3b528b,
      0x375a8d,
      0x33638d,
      0x2f6a8e,
      0x2c728e,
      0x297a8e,
      0x26818e,
      0x23898e,
      0x21908c,
      0x1f988b,
      0x1f9f88,
      0x21a685,
      0x28ae80,
      0x31b57b,
      0x3ebc74,
      0x4cc26c,
      0x5dc963,
      0x6ece58,
      0x82d34c,
      0x96d83f,
      0xabdc32,
      0xc0df24,
      0xd5e21a,
      0xeae51a,
      0xfde725),

  /**
   * From dark blue at 0 through nearly white at 0.5 to dark red at 1: what is as it should be is
   * pale, and what is not stands out. RdBu of ColorBrewer (Brewer and Harrower, 2003), reversed.
   */
  DIVERGING(
      0x053061, 0x2166ac, 0x4393c3, 0x92c5de, 0xd1e5f0, 0xf7f7f7, 0xfddbc7, 0xf4a582, 0xd6604d,
      0xb2182b, 0x67001f);

  private final ImmutableIntArray anchors;

  ColorMap(int... anchors) {
    this.anchors = ImmutableIntArray.copyOf(anchors);
  }

  /** The colour for {@code value} as 0xRRGGBB; values outside [0, 1] are clamped. */
  int rgb(double value) {
    double place = Math.min(1, Math.max(0, value)) * (anchors.length() - 1);
    int left = Math.min((int) place, anchors.length() - 2);
    double share = place - left;
    int rgb = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int from = anchors.get(left) >> shift & 0xff;
      int to = anchors.get(left + 1) >> shift & 0xff;
      rgb |= (int) Math.round(from + share * (to - from)) << shift;
    }
    return rgb;
  }

  /** The colour for {@code value}. */
  Color color(double value) {
    return new Color(rgb(value));
  }
}
