package ai.miniai.viz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShadesTest {
  @Test
  void goFromZeroToOneForImagesInThatRange() {
    assertThat(Shades.of(0.2, 0.7)).isEqualTo(new Shades(0, 1));
  }

  @Test
  void goFromTheLeastToTheGreatestForOthers() {
    assertThat(Shades.of(-2, 3, Double.NaN)).isEqualTo(new Shades(-2, 3));
  }

  @Test
  void standStillForAConstant() {
    assertThat(Shades.of(5, 5).image(1, 1, 1, 5).getRGB(0, 0)).isEqualTo(0xff808080);
  }
}
