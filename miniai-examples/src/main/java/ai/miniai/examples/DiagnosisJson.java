package ai.miniai.examples;

import ai.miniai.doctor.Diagnosis;
import ai.miniai.doctor.Evidence;
import ai.miniai.doctor.Finding;
import ai.miniai.doctor.Remedy;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Ascii;
import java.util.List;

/** A {@link Diagnosis} as JSON, for programs. */
public final class DiagnosisJson {
  private DiagnosisJson() {}

  /** An object with the causes, the headline first, and what was checked. */
  public static ObjectNode of(Diagnosis diagnosis) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    diagnosis.severity().ifPresent(worst -> root.put("severity", lowerCase(worst)));
    ArrayNode causes = root.putArray("causes");
    for (Diagnosis.Cause cause : diagnosis.causes()) {
      ObjectNode node = finding(causes.addObject(), cause.finding());
      node.put("advice", cause.advice());
      remedies(node.putArray("remedies"), cause.finding().remedies());
      ArrayNode consequences = node.putArray("consequences");
      cause.consequences().forEach(finding -> finding(consequences.addObject(), finding));
    }
    ArrayNode checked = root.putArray("checked");
    diagnosis.checked().forEach(checked::add);
    return root;
  }

  private static ObjectNode finding(ObjectNode node, Finding finding) {
    node.put("pattern", finding.pattern().label())
        .put("path", finding.path())
        .put("firstBatch", finding.firstBatch())
        .put("lastBatch", finding.lastBatch())
        .put("severity", lowerCase(finding.severity()));
    ArrayNode evidence = node.putArray("evidence");
    for (Evidence one : finding.evidence()) {
      evidence
          .addObject()
          .put("name", one.name())
          .put("value", one.value())
          .put("unit", lowerCase(one.unit()));
    }
    return node.put("says", finding.says()).put("means", finding.means());
  }

  private static void remedies(ArrayNode array, List<Remedy> remedies) {
    for (Remedy remedy : remedies) {
      array
          .addObject()
          .put("action", lowerCase(remedy.action()))
          .put("factor", remedy.factor())
          .put("detail", remedy.detail());
    }
  }

  private static String lowerCase(Enum<?> constant) {
    return Ascii.toLowerCase(constant.name());
  }
}
