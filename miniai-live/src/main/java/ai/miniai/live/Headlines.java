package ai.miniai.live;

import ai.miniai.doctor.Diagnosis;
import ai.miniai.doctor.Finding;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The headlines of the doctor in the course of a run, each when it was new. */
final class Headlines {
  private final List<News> all = new ArrayList<>();
  private String last = "";

  /** Notes what the doctor says now. */
  void note(long step, Diagnosis diagnosis) {
    Optional<Finding> headline = diagnosis.headline();
    String title = headline.map(Finding::title).orElse("");
    if (headline.isPresent() && !title.equals(last)) {
      all.add(new News(step, headline.get().severity(), headline.get().name()));
    }
    last = title;
  }

  List<News> list() {
    return ImmutableList.copyOf(all);
  }
}
