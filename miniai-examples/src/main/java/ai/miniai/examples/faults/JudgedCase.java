package ai.miniai.examples.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Joiner;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A case and what the doctor said of its programs.
 *
 * @param folder the name of its folder
 * @param faultCase the case
 * @param faulty the program with the faults
 * @param repaired the repaired program, if there is one
 */
record JudgedCase(
    String folder, FaultCase faultCase, JudgedRun faulty, @Nullable JudgedRun repaired) {
  /** The runs in which nothing is known to be wrong. */
  Stream<JudgedRun> good() {
    return Stream.of(faultCase.isOrigin() ? faulty : null, repaired).flatMap(Stream::ofNullable);
  }

  /** In some lines. */
  String text() {
    JudgedRun second = repaired;
    return folder
        + "  ground truth: "
        + Joiner.on(", ").join(faultCase.groundTruth())
        + "\n  faulty     "
        + faulty.text()
        + (second == null ? "" : "\n  repaired   " + second.text());
  }

  /** Adds the fields of this case to an object. */
  void write(ObjectNode node) {
    node.put("folder", folder).put("number", faultCase.number());
    faultCase.groundTruth().forEach(fault -> node.withArray("/ground_truth").add(fault.toString()));
    faulty.write(node.putObject("faulty"));
    JudgedRun second = repaired;
    if (second != null) {
      second.write(node.putObject("repaired"));
    }
  }
}
