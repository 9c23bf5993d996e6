package ai.miniai.kernels.onednn;

import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc_base;

/** A oneDNN primitive together with its memory objects. */
final class OneDnnPrimitive {
  private final String name;
  private final primitive made;
  private final dnnl_exec_arg_t arguments;
  private final int count;

  /**
   * The arguments contain only the addresses of these objects. Without this reference they would be
   * freed.
   */
  @SuppressWarnings("unused")
  private final memory[] memories;

  private final memory scratchpad;
  private final long scratchpadBytes;

  /**
   * {@code plan} is the primitive descriptor of {@code made}. {@code roles} has a {@code DNNL_ARG_}
   * constant for each memory object.
   */
  OneDnnPrimitive(
      String name, primitive_desc_base plan, primitive made, int[] roles, memory... memories) {
    this.name = name;
    this.made = made;
    this.memories = memories;
    this.count = roles.length + 1;
    this.arguments = new dnnl_exec_arg_t(count);
    for (int i = 0; i < roles.length; i++) {
      arguments.getPointer(i).arg(roles[i]).memory(memories[i].get());
    }
    memory.desc scratch = plan.scratchpad_desc();
    scratchpad = OneDnn.unplaced(scratch);
    scratchpadBytes = scratch.get_size();
    arguments.getPointer(roles.length).arg(dnnl.DNNL_ARG_SCRATCHPAD).memory(scratchpad.get());
  }

  void run() {
    if (scratchpadBytes == 0) {
      execute();
      return;
    }
    try (Scratchpad scratch = Scratchpad.borrow(scratchpadBytes)) {
      scratchpad.set_data_handle(scratch.memory());
      execute();
    }
  }

  private void execute() {
    OneDnn.check(
        dnnl.dnnl_primitive_execute(made.get(), OneDnn.STREAM.get(), count, arguments), name);
  }
}
