package ai.miniai.examples;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.examples.parity.ParityCase;
import ai.miniai.examples.parity.ParityRun;
import com.google.common.base.Suppliers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares layers, losses, metrics and trainings with PyTorch's results, number by number. */
@Command(
    name = "parity",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Compute recorded cases again, and compare every number with PyTorch's.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all quantities are within allowance", "1:one is not, or a case is damaged"})
final class ParityCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "DIR", description = "Folders with a case.json.")
  private List<Path> folders = List.of();

  @Option(
      names = "--precision",
      description =
          "The numbers to compute with: ${COMPLETION-CANDIDATES}. In float32 a pre-activation that is"
              + " zero but for rounding may pass a ReLU here and not there, and then more differs.")
  private Precision precision = Precision.FLOAT64;

  @Mixin private final DataOption data = new DataOption();

  /** The floating-point type of the computation. */
  enum Precision {
    FLOAT32(DataType.FLOAT),
    FLOAT64(DataType.DOUBLE);

    private final DataType type;

    Precision(DataType type) {
      this.type = type;
    }
  }

  private int passed;
  private int compared;

  @Override
  public Integer call() throws IOException {
    DataType before = Nd4j.defaultFloatingPointType();
    Nd4j.setDefaultDataTypes(precision.type, precision.type);
    try {
      return compareAll(Suppliers.memoize(data::load));
    } finally { // for callers that run commands from a program
      Nd4j.setDefaultDataTypes(before, before);
    }
  }

  private int compareAll(Supplier<FashionMnist> images) throws IOException {
    System.out.printf("%-26s %-26s %12s %12s%n", "case", "quantity", "difference", "allowance");
    for (Path folder : folders) {
      ParityCase parity = ParityCase.read(folder);
      List<ParityCase.Expected> expected = parity.expected();
      Map<String, double[]> computed = ParityRun.run(parity, images);
      expected.forEach(quantity -> compare(parity.name(), quantity, computed));
    }
    System.out.printf("parity: %d of %d quantities within allowance%n", passed, compared);
    return passed == compared ? 0 : 1;
  }

  private void compare(String name, ParityCase.Expected expected, Map<String, double[]> computed) {
    double difference = difference(name, expected, computed);
    boolean ok = difference <= expected.allowance();
    compared++;
    passed += ok ? 1 : 0;
    System.out.printf(
        Locale.ROOT,
        "%-26s %-26s %12.3g %12.3g  %s%n",
        name,
        expected.name(),
        difference,
        expected.allowance(),
        ok ? "ok" : "FAIL");
  }

  private static double difference(
      String name, ParityCase.Expected expected, Map<String, double[]> computed) {
    double[] actual = computed.get(expected.name());
    checkArgument(
        actual != null,
        "%s: %s is not a quantity that can be compared; there are %s",
        name,
        expected.name(),
        String.join(", ", computed.keySet()));
    checkArgument(
        actual.length == expected.values().length,
        "%s: %s should have %s numbers by the case, but %s were computed",
        name,
        expected.name(),
        expected.values().length,
        actual.length);
    double largest = 0;
    for (int i = 0; i < actual.length; i++) {
      // Math.max keeps NaN, which exceeds every allowance.
      largest = Math.max(largest, difference(actual[i], expected.values()[i]));
    }
    return largest;
  }

  /** 0 also for equal infinities, and for two NaN. */
  private static double difference(double actual, double expected) {
    return Double.compare(actual, expected) == 0 ? 0 : Math.abs(actual - expected);
  }
}
