package ai.miniai.tensor;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class MemoryScopeTest {
  @AfterEach
  void theThreadIsClean() {
    assertThat(MemoryScope.current()).isNull();
    assertThat(Nd4j.getMemoryManager().getCurrentWorkspace()).isNull();
  }

  @Test
  void aTensorDiesWithItsScope() {
    Tensor dead;
    try (var step = MemoryScope.open()) {
      dead = Tensor.ones(2, 3).times(2);
    }

    assertThatIllegalStateException()
        .isThrownBy(dead::array)
        .withMessageStartingWith("this tensor of shape [2, 3] was made inside a memory scope");
    assertThatIllegalStateException().isThrownBy(() -> dead.plus(1));
    assertThatIllegalStateException().isThrownBy(dead::toDoubles);
  }

  @Test
  void aDeadTensorStillSaysWhatItWas() {
    Tensor dead;
    try (var step = MemoryScope.open()) {
      dead = Tensor.ones(2, 3);
    }

    assertThat(dead.toString()).isEqualTo("Tensor[2, 3] FLOAT (its memory scope has ended)");
    assertThat(dead.shape()).containsExactly(2, 3);
  }

  @Test
  void aDetachedTensorOutlivesTheScope() {
    Tensor kept;
    try (var step = MemoryScope.open()) {
      kept = Tensor.ones(2).times(3).detach();
    }
    overwriteScopeMemory();

    assertThat(kept).hasValues(3, 3);
  }

  @Test
  void gradientsOutliveTheScope() {
    Tensor weight = Tensor.ones(3).requiresGrad(true);
    for (int pass = 0; pass < 3; pass++) {
      try (var step = MemoryScope.open()) {
        weight.times(2).square().sum().backward();
      }
      overwriteScopeMemory();
    }

    assertThat(weight.grad()).hasValues(24, 24, 24);
  }

  @Test
  void whatIsMadeOutsideOutlivesTheScope() {
    Tensor kept;
    try (var step = MemoryScope.open()) {
      Tensor x = Tensor.ones(2).times(3);
      kept = MemoryScope.outside(() -> x.plus(1));
      assertThat(MemoryScope.current()).isSameAs(step);
    }
    overwriteScopeMemory();

    assertThat(kept).hasValues(4, 4);
  }

  @Test
  void scopesNest() {
    try (var outer = MemoryScope.open()) {
      Tensor x = Tensor.ones(1000).times(3);
      Tensor inner;
      try (var step = MemoryScope.open()) {
        inner = x.plus(1);
        assertThat(inner.sum()).hasValues(4000);
      }
      overwriteScopeMemory();

      assertThatIllegalStateException().isThrownBy(inner::array);
      assertThat(x.sum()).hasValues(3000);
    }
  }

  @Test
  void aScopeInsideOutsideHasMemoryOfItsOwn() {
    overwriteScopeMemory(); // so that the workspaces have their size
    try (var outer = MemoryScope.open()) {
      Tensor x = Tensor.ones(1000).times(3);

      MemoryScope.outside(
          () -> {
            overwriteScopeMemory();
            return true;
          });

      assertThat(x.sum()).hasValues(3000);
      assertThat(Tensor.ones(3).array().isAttached()).isTrue();
    }
  }

  @Test
  void scopesCloseInReverseOrder() {
    MemoryScope outer = MemoryScope.open();
    MemoryScope inner = MemoryScope.open();

    assertThatIllegalStateException()
        .isThrownBy(outer::close)
        .withMessageStartingWith("memory scopes close in reverse order");

    inner.close();
    outer.close();
  }

  @Test
  void anotherThreadCannotCloseAScope() {
    try (var step = MemoryScope.open()) {
      CompletableFuture<Void> elsewhere = CompletableFuture.runAsync(step::close);

      assertThat(elsewhere)
          .failsWithin(java.time.Duration.ofSeconds(30))
          .withThrowableOfType(java.util.concurrent.ExecutionException.class)
          .withMessageContaining("on the thread that opened them");
    }
  }

  @Test
  void closingTwiceIsHarmless() {
    MemoryScope step = MemoryScope.open();
    step.close();
    step.close();
  }

  @Test
  void anExceptionInsideLeavesTheThreadClean() {
    assertThatIllegalStateException()
        .isThrownBy(
            () -> {
              try (var outer = MemoryScope.open();
                  var step = MemoryScope.open()) {
                Tensor.ones(3).plus(1);
                throw new IllegalStateException("stop");
              }
            })
        .withMessage("stop");
  }

  @Test
  void anExceptionInsideOutsideLeavesTheScopeOpen() {
    try (var step = MemoryScope.open()) {
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  MemoryScope.outside(
                      () -> {
                        throw new IllegalStateException("stop");
                      }));

      assertThat(MemoryScope.current()).isSameAs(step);
      assertThat(Tensor.ones(3).array().isAttached()).isTrue();
    }
  }

  @Test
  void theMemoryIsUsedAgain() {
    long[] addresses = new long[5];
    for (int i = 0; i < addresses.length; i++) {
      try (var step = MemoryScope.open()) {
        addresses[i] = Tensor.ones(10_000).array().data().address();
      }
    }

    assertThat(addresses[4]).isEqualTo(addresses[3]).isEqualTo(addresses[2]);
  }

  private static void overwriteScopeMemory() {
    for (int i = 0; i < 3; i++) {
      try (var step = MemoryScope.open()) {
        Tensor.full(-777, 100_000).plus(0);
      }
    }
  }
}
