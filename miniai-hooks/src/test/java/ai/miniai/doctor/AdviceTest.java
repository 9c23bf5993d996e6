package ai.miniai.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.doctor.Remedy.Action;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdviceTest {
  private static Advice to(String framework) {
    return new Advice(new SetupBuilder().framework(framework).optimizer("SGD", 0.6, 0).build());
  }

  /** Everything that can be advised. */
  private static String all(String framework) {
    return Arrays.stream(Action.values())
        .map(
            action ->
                switch (action) {
                  case LOWER_RATE -> Remedy.rate(1.0 / 3);
                  case RAISE_RATE -> Remedy.rate(10);
                  default -> Remedy.of(action, "so");
                })
        .map(remedy -> to(framework).text(List.of(remedy)))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void namesWhatMiniaiHas() {
    assertThat(all("miniai"))
        .contains(
            "GeneralRelu",
            "LRFinderCB",
            "GradientClipCB.norm(1)",
            "EarlyStoppingCB",
            "Initialization.kaimingNormal",
            "loader.shuffle(true)")
        .doesNotContain("torch", "WeightInit", "Trainer");
  }

  @Test
  void namesWhatDl4jHas() {
    assertThat(all("DL4J"))
        .contains(
            "LEAKYRELU",
            "gradientNormalization",
            "EarlyStoppingTrainer",
            "WeightInit.RELU",
            "NormalizerStandardize",
            "the updater Adam")
        .doesNotContain(
            "GeneralRelu", "LRFinderCB", "GradientClipCB", "EarlyStoppingCB", "torch", "GELU");
  }

  @Test
  void namesWhatPyTorchHas() {
    assertThat(all("PyTorch"))
        .contains(
            "torch.nn.init.kaiming_normal_",
            "clip_grad_norm_",
            "optimizer.zero_grad()",
            "model.eval()",
            "shuffle=True",
            "torch.optim.AdamW")
        .doesNotContain("GeneralRelu", "LRFinderCB", "GradientClipCB", "WeightInit", "CB");
  }

  @ParameterizedTest
  @ValueSource(strings = {"miniai", "DL4J", "PyTorch", ""})
  void saysEverythingInWholeSentences(String framework) {
    String detailed = all(framework).replaceAll("(?m)^so$", "So.");
    assertThat(detailed.lines())
        .hasSize(Action.values().length)
        .allMatch(line -> line.endsWith("."));
    assertThat(detailed).doesNotContain("..", "  ", " .");
  }

  @ParameterizedTest
  @EnumSource(Action.class)
  void everyActionHasAText(Action action) {
    assertThat(to("PyTorch").text(List.of(Remedy.of(action, "so")))).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "0.333333333; Lower the learning rate to a third: from 0.6 to about 0.2.",
        "0.1; Lower the learning rate by a factor of 10: from 0.6 to about 0.06.",
        "0.03125; Lower the learning rate by a factor of 32: from 0.6 to about 0.019.",
        "10; Raise the learning rate by a factor of 10: from 0.6 to about 6."
      })
  void namesRates(double factor, String text) {
    assertThat(to("PyTorch").text(List.of(Remedy.rate(factor)))).isEqualTo(text);
  }

  @Test
  void namesNoRateThatIsNotKnown() {
    String lower = "Lower the learning rate to a third.";
    List<Remedy> third = List.of(Remedy.rate(1.0 / 3));
    assertThat(new Advice(new SetupBuilder().framework("DL4J").build()).text(third))
        .isEqualTo(lower);
    SetupBuilder unknown = new SetupBuilder().framework("DL4J").optimizer("", Double.NaN, 0);
    assertThat(new Advice(unknown.build()).text(third)).isEqualTo(lower);
  }

  @Test
  void joinsSentencesInTheirOrder() {
    assertThat(
            to("PyTorch")
                .text(
                    List.of(
                        Remedy.of(Action.LESS_DROPOUT, "to 0.2, say"),
                        Remedy.of(Action.MORE_EPOCHS))))
        .isEqualTo("Lower the dropout (to 0.2, say). Train for more epochs.");
  }
}
