package ai.miniai.data.transform;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.random.Generator;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Floats;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for batches of any shape, empty ones and single pixels too. */
class TransformLawsTest {
  @Provide
  Arbitrary<Transform> transforms() {
    return Arbitraries.of(
        new RandomCrop(3, 2, 2),
        new RandomHorizontalFlip(),
        new Normalize(0.5, 2),
        new RandErase(0.5, 3),
        new RandCopy(0.5, 3),
        Transform.compose(new RandomHorizontalFlip(), new RandErase(0.3, 2), new RandomCrop(1, 1)));
  }

  @Property(tries = 200)
  void theSeedDecides(
      @ForAll("transforms") Transform transform,
      @ForAll long seed,
      @ForAll @IntRange(max = 5) int size,
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 1, max = 9) int width) {
    // WHEN
    Images one =
        transform.apply(TransformTest.counting(size, 2, height, width), new Generator(seed));
    Images other =
        transform.apply(TransformTest.counting(size, 2, height, width), new Generator(seed));
    // THEN
    assertThat(one.toHostArray()).isEqualTo(other.toHostArray());
  }

  @Property(tries = 100)
  void twoFlipsOfAllChangeNothing(
      @ForAll @IntRange(max = 3) int size, @ForAll @IntRange(max = 9) int width) {
    // GIVEN
    Transform twice = Transform.compose(new RandomHorizontalFlip(1), new RandomHorizontalFlip(1));
    // WHEN, THEN
    assertThat(twice.apply(TransformTest.counting(size, 2, 3, width), new Generator(1)).values())
        .isEqualTo(TransformTest.counting(size, 2, 3, width).values());
  }

  @Property(tries = 100)
  void aCopyBringsNothingNewIntoAnImage(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 1, max = 9) int width) {
    // GIVEN
    Images images = TransformTest.counting(3, 2, height, width);
    int area = height * width;
    // WHEN
    float[] copied = new RandCopy(0.6, 4).apply(images, new Generator(seed)).values();
    // THEN each plane holds only what it held before
    float[] before = TransformTest.counting(3, 2, height, width).values();
    for (int plane = 0; plane < 6; plane++) {
      assertThat(part(before, plane, area)).containsAll(part(copied, plane, area));
    }
  }

  private static ImmutableSet<Float> part(float[] values, int plane, int area) {
    return ImmutableSet.copyOf(Floats.asList(values).subList(plane * area, (plane + 1) * area));
  }

  @Property(tries = 100)
  void aBoxNeedNotStayClearOfAnEdge(@ForAll @IntRange(max = 3) int corner) {
    // GIVEN so many images that a box lies in each corner of some
    Images images = TransformTest.counting(300, 1, 4, 4);
    float[] before = images.values().clone();
    int pixel = new int[] {0, 3, 12, 15}[corner];
    // WHEN
    float[] erased = new RandErase(0.5, 4).apply(images, new Generator(corner)).values();
    // THEN
    int changed = 0;
    for (int i = pixel; i < erased.length; i += 16) {
      changed += erased[i] == before[i] ? 0 : 1;
    }
    assertThat(changed).isBetween(30, 90); // expected: (1 − mean of (8/9)^n for n = 0 … 4) of 300
  }
}
