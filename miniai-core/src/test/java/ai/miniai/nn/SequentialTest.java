package ai.miniai.nn;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequentialTest {
  private final Module first = new Linear(2, 3);
  private final Module second = new ReLU();
  private final Module third = new Linear(3, 1);
  private final Sequential model = new Sequential(first, second, third);

  @Test
  void callsOneAfterTheOther() {
    // GIVEN
    Tensor x = Tensor.ones(4, 2);

    // WHEN
    Tensor y = model.call(x);

    // THEN
    assertThat(y).isIdenticalTo(third.call(second.call(first.call(x))));
  }

  @Test
  void withoutModulesIsTheIdentity() {
    // GIVEN
    Tensor x = Tensor.ones(4, 2);

    // THEN
    assertThat(new Sequential().call(x)).isSameAs(x);
    assertThat(new Sequential()).hasToString("Sequential()");
  }

  @Test
  void namesItsModulesByTheirPosition() {
    assertThat(model.namedChildren()).containsOnlyKeys("0", "1", "2");
  }

  @Test
  void goesThroughItsModulesInOrder() {
    assertThat(model).containsExactly(first, second, third).hasSize(model.size());
  }

  @Test
  void indexesFromTheStartAndFromTheEnd() {
    assertThat(model.get(0)).isSameAs(first);
    assertThat(model.get(2)).isSameAs(third);
    assertThat(model.get(-1)).isSameAs(third);
    assertThat(model.get(-3)).isSameAs(first);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, -4})
  void saysWhichIndexIsNotThere(int index) {
    assertThatThrownBy(() -> model.get(index))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("there is no module " + index + " among the 3 of\n" + model);
  }

  @Test
  void slicesFromTheStartAndFromTheEnd() {
    assertThat(model.slice(0, 2)).containsExactly(first, second);
    assertThat(model.slice(1, 3)).containsExactly(second, third);
    assertThat(model.slice(-2, 3)).containsExactly(second, third);
    assertThat(model.slice(0, -1)).containsExactly(first, second);
    assertThat(model.slice(1, 1)).isEmpty();
  }

  @Test
  void refusesASliceThatIsNotThere() {
    assertThatThrownBy(() -> model.slice(2, 1))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("there is no slice from 2 to 1 among the 3 of\n" + model);
    assertThatThrownBy(() -> model.slice(0, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> model.slice(-4, 2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Property(tries = 50)
  void twoSlicesOneAfterTheOtherAreTheWhole(@ForAll @IntRange(min = 0, max = 5) int cut) {
    // GIVEN
    List<Linear> layers = IntStream.range(0, 5).mapToObj(i -> new Linear(3, 3)).toList();
    Sequential whole = new Sequential(layers);
    Tensor x = Tensor.ones(2, 3);

    // WHEN
    Tensor y = whole.slice(cut, 5).call(whole.slice(0, cut).call(x));

    // THEN
    assertThat(y).isIdenticalTo(whole.call(x));
  }
}
