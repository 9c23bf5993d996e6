package ai.miniai.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class HostTest {
  private final Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);

  @Test
  void valuesComeInLogicalOrderHoweverTheyLie() {
    assertThat(x.transpose(0, 1).toDoubles()).containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(x.slice(1, 1, 3).toDoubles()).containsExactly(2, 3, 5, 6);
    assertThat(Tensor.of(7, 8).toDoubles()).containsExactly(7, 8);
  }

  @Test
  void floatsComeInLogicalOrderOfWhateverType() {
    assertThat(Host.readFloats(x.transpose(0, 1))).containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(Host.readFloats(x.to(DataType.DOUBLE).slice(1, 1, 3))).containsExactly(2, 3, 5, 6);
    assertThat(Host.readFloats(Tensor.of(7, 8))).containsExactly(7, 8);
  }

  @Test
  void eachReadIsCounted() {
    long before = Host.reads();

    x.toDoubles();
    x.sum().item();
    Host.readFloats(x);

    assertThat(Host.reads() - before).isEqualTo(3);
  }

  @Test
  void whatWasAskedForInOneScopeComesWithOneRead() {
    long before = Host.reads();
    List<Deferred> asked;
    try (var step = MemoryScope.open()) {
      asked = IntStream.range(0, 20).mapToObj(i -> Host.later(x.times(i).sum())).toList();
    }

    assertThat(asked).extracting(Deferred::item).startsWith(0.0, 21.0, 42.0).hasSize(20);
    assertThat(Host.reads() - before).isEqualTo(1);
  }

  @Test
  void theFirstLookBringsAllThatWasAskedForSoFar() {
    long before = Host.reads();
    try (var step = MemoryScope.open()) {
      Deferred sum = Host.later(x.sum());
      Deferred rows = Host.later(x.transpose(0, 1));
      assertThat(sum.item()).isEqualTo(21);
      assertThat(rows.values()).containsExactly(1, 4, 2, 5, 3, 6);
      Deferred late = Host.later(Tensor.of(9, 8));
      assertThat(late.values()).containsExactly(9, 8);
    }

    assertThat(Host.reads() - before).isEqualTo(2);
  }

  @Test
  void aScopeOfWhichNothingWasAskedReadsNothing() {
    long before = Host.reads();
    try (var step = MemoryScope.open()) {
      x.sum();
    }

    assertThat(Host.reads()).isEqualTo(before);
  }

  @Test
  void whatWasAskedForOutsideOfScopesComesWhenLookedAt() {
    long before = Host.reads();
    Deferred sum = Host.later(x.sum());

    assertThat(Host.reads()).isEqualTo(before);
    assertThat(sum.item()).isEqualTo(21);
    assertThat(sum.values()).containsExactly(21);
    assertThat(Host.reads() - before).isEqualTo(1);
  }

  @Test
  void whatWasAskedForComesAlsoIfTheScopeEndsWithAnException() {
    Deferred[] asked = new Deferred[1];

    assertThatIllegalStateException()
        .isThrownBy(
            () -> {
              try (var step = MemoryScope.open()) {
                asked[0] = Host.later(x.sum());
                throw new IllegalStateException("stop");
              }
            })
        .withMessage("stop");

    assertThat(asked[0].item()).isEqualTo(21);
  }

  @Test
  void aChangedCopyOfTheValuesChangesNothing() {
    Deferred values = Host.later(x);
    values.values()[0] = 100;

    assertThat(values.values()[0]).isEqualTo(1);
  }

  @Test
  void severalValuesAreNotOneItem() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Host.later(x).item())
        .withMessage("item() wants one value, but there are 6");
  }

  @Test
  void aValueWhoseReadFailedIsLostAndSaysSo() {
    MemoryScope step = MemoryScope.open();
    Tensor changed = Tensor.ones(3);
    Deferred lost = Host.later(changed);
    changed.update(array -> array.assign(0));

    org.assertj.core.api.Assertions.assertThatThrownBy(step::close).isInstanceOf(Exception.class);

    assertThat(MemoryScope.current()).isNull();
    assertThatIllegalStateException()
        .isThrownBy(lost::values)
        .withMessage("this value is lost: the read that was to bring it failed");
  }
}
