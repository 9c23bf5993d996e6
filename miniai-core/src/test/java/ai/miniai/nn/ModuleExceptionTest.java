package ai.miniai.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.miniai.nn.model.Residual;
import ai.miniai.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.exception.ND4JIllegalStateException;

class ModuleExceptionTest {
  private final Linear wrong = new Linear(3, 4);
  private final Sequential model =
      new Sequential(
          new Linear(2, 2), new Residual(new Sequential(new ReLU(), new Sequential(wrong))));

  @Test
  void namesTheModuleItsShapesAndItsPathFromTheOutermost() {
    assertThatThrownBy(() -> model.call(Tensor.ones(5, 2)))
        .isInstanceOf(ModuleException.class)
        .hasMessage(
            "in module 1.body.1.0, Linear(3, 4): a linear layer with weight [4, 3] ([out, in])"
                + " wants an input of shape [..., 3], not [5, 2]")
        .hasCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesAConvolutionThatGetsFlatInput() {
    assertThatThrownBy(() -> new Sequential(new Conv2d(1, 8, 3)).call(Tensor.ones(5, 784)))
        .isInstanceOf(ModuleException.class)
        .hasMessage(
            "in module 0, Conv2d(1, 8, kernel 3): expected images of shape [batch, channels,"
                + " height, width], not [5, 784]");
  }

  @Test
  void givesTheModuleAndItsPath() {
    // WHEN
    ModuleException failure =
        catchThrowableOfType(ModuleException.class, () -> model.call(Tensor.ones(5, 2)));

    // THEN
    assertThat(failure.module()).isSameAs(wrong);
    assertThat(failure.path()).isEqualTo("1.body.1.0");
  }

  @Test
  void aModuleThatIsCalledDirectlyHasNoPath() {
    // WHEN
    ModuleException failure =
        catchThrowableOfType(ModuleException.class, () -> wrong.call(Tensor.ones(5, 2)));

    // THEN
    assertThat(failure.path()).isEmpty();
    assertThat(failure).hasMessageStartingWith("in module Linear(3, 4): a linear layer");
  }

  @Test
  void aModuleThatItsOwnerHasNotRegisteredIsNamedByTheRest() {
    // GIVEN
    Sequential forgotten = new Sequential(new ReLU(), wrong);
    Sequential whole = new Sequential(Model.of(inputs -> forgotten.call(inputs)));

    // THEN
    assertThatThrownBy(() -> whole.call(Tensor.ones(5, 2)))
        .isInstanceOf(ModuleException.class)
        .hasMessageStartingWith("in module 1, Linear(3, 4): a linear layer");
  }

  @Test
  void namesTheModuleWhenNd4jRefuses() {
    Module refused =
        Model.of(
            inputs -> {
              throw new ND4JIllegalStateException("no");
            });

    assertThatThrownBy(() -> new Sequential(refused).call(Tensor.ones(1)))
        .isInstanceOf(ModuleException.class)
        .hasMessage("in module 0, Of(): no");
  }

  @Test
  void aModelOfTwoInputsThatGetsOneSaysWithWhatItWasCalled() {
    Module two = Model.of(inputs -> inputs[0].plus(inputs[1]));

    assertThatThrownBy(() -> new Sequential(two).call(Tensor.ones(4, 3)))
        .isInstanceOf(ModuleException.class)
        .hasMessageStartingWith("in module 0, Of(): ")
        .hasMessageContaining("Index 1 out of bounds for length 1, when called with 1 input of")
        .hasMessageContaining("[4, 3]: does it take more?");
  }

  @Test
  void leavesOtherExceptionsAsTheyAre() {
    // GIVEN a type that miniai itself never throws, and so does not wrap
    RuntimeException thrown = new ArithmeticException("mine");
    Module failing =
        Model.of(
            inputs -> {
              throw thrown;
            });

    // THEN
    assertThatThrownBy(() -> new Sequential(failing).call(Tensor.ones(1))).isSameAs(thrown);
  }

  @Test
  void keepsItsMessageWhenItTravels() throws IOException, ClassNotFoundException {
    // GIVEN
    ModuleException failure =
        catchThrowableOfType(ModuleException.class, () -> model.call(Tensor.ones(5, 2)));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    // WHEN
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(failure);
    }
    Object read = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();

    // THEN
    assertThat((ModuleException) read).hasMessage(failure.getMessage());
  }
}
