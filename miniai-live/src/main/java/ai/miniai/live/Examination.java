package ai.miniai.live;

import ai.miniai.doctor.Diagnosis;
import ai.miniai.doctor.Doctor;
import ai.miniai.recording.RunRecord;
import com.google.common.collect.ImmutableList;
import java.util.List;

/** What the doctor says of a run: asked here, unless the training has asked already. */
final class Examination {
  /** Between two examinations the run has grown by this factor, and by this many batches. */
  private static final double GROWTH = 1.05;

  private static final int BETWEEN = 10;

  private final Headlines headlines = new Headlines();
  private Diagnosis diagnosis = new Diagnosis(ImmutableList.of(), ImmutableList.of());
  private List<News> news = ImmutableList.of();
  private long next;

  void update(Moment now) {
    if (now.diagnosis().isPresent()) {
      diagnosis = now.diagnosis().get();
      news = now.news();
    } else if (now.progress().state().isOver() || now.progress().step() >= next) {
      examine(now);
    }
  }

  private void examine(Moment now) {
    RunRecord record = now.record();
    long steps = now.progress().step();
    next = Math.max(steps + BETWEEN, (long) (GROWTH * steps));
    if (Doctor.canJudge(record)) {
      int planned = (int) Math.max(steps, now.progress().planned());
      diagnosis =
          now.progress().state().isOver()
              ? new Doctor().examine(record)
              : new Doctor().examine(record, (int) steps, planned);
      headlines.note(steps, diagnosis);
      news = headlines.list();
    }
  }

  Diagnosis diagnosis() {
    return diagnosis;
  }

  List<News> news() {
    return news;
  }
}
