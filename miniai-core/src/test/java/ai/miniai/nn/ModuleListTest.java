package ai.miniai.nn;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ModuleListTest {
  /** The sum of what all branches give. */
  private static final class Branches extends Module {
    private final ModuleList branches = child("branches", new ModuleList());

    Branches(Module... branches) {
      for (Module branch : branches) {
        this.branches.append(branch);
      }
    }

    @Override
    protected Tensor forward(Tensor x) {
      Tensor sum = Tensor.zeros(1);
      for (Module branch : branches) {
        sum = sum.plus(branch.call(x));
      }
      return sum;
    }
  }

  @Test
  void itsOwnerCallsTheMembers() {
    // GIVEN
    Branches branches = new Branches(new ReLU(), new Flatten());

    // WHEN
    Tensor y = branches.call(Tensor.of(new float[] {-1, 2}, 1, 2));

    // THEN
    assertThat(y).hasValues(-1, 4);
  }

  @Test
  void theParametersOfItsMembersAreFound() {
    assertThat(new Branches(new Linear(2, 1, false), new Linear(2, 1)).parameters().keySet())
        .containsExactly("branches.0.weight", "branches.1.weight", "branches.1.bias");
  }

  @Test
  void isIndexableAndIterable() {
    // GIVEN
    Module relu = new ReLU();
    Module flatten = new Flatten();

    // WHEN
    ModuleList list = new ModuleList(relu, flatten);

    // THEN
    assertThat(list).containsExactly(relu, flatten).hasSize(list.size());
    assertThat(list.get(-1)).isSameAs(flatten);
  }

  @Test
  void cannotBeCalled() {
    ModuleList list = new ModuleList(new ReLU());

    assertThatThrownBy(() -> list.call(Tensor.ones(1)))
        .isInstanceOf(ModuleException.class)
        .hasMessage(
            "in module ModuleList(): a ModuleList cannot be called: call its members, or use a"
                + " Sequential");
  }
}
