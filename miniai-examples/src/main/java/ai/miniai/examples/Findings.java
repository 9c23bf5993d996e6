package ai.miniai.examples;

import ai.miniai.doctor.Finding;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Formats the doctor's findings. */
final class Findings {
  private Findings() {}

  /** As text for a reader. */
  static String text(List<Finding> findings) {
    return findings.isEmpty()
        ? "The doctor finds nothing wrong."
        : findings.stream().map(Finding::toString).collect(Collectors.joining("\n\n"));
  }

  /** As JSON for a program: an array of objects. */
  static ArrayNode json(List<Finding> findings) {
    ArrayNode array = new ObjectMapper().createArrayNode();
    for (Finding finding : findings) {
      ObjectNode node =
          array
              .addObject()
              .put("pattern", finding.pattern())
              .put("path", finding.path())
              .put("firstBatch", finding.firstBatch())
              .put("lastBatch", finding.lastBatch())
              .put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
      ObjectNode evidence = node.putObject("evidence");
      finding.evidence().forEach(evidence::put);
      node.put("meaning", finding.meaning()).put("advice", finding.advice());
    }
    return array;
  }
}
