package dev.millrace.stack.load;

import java.util.List;
import java.util.Map;

/// A set, read and understood: what will be written, and what of the source will not.
///
/// @param set name on the command line
/// @param read lines or rows in the source files
/// @param steps in the order of writing
/// @param skipped reason → lines, in order of mention
/// @param notes sentences for the report
public record LoadPlan(String set, int read, List<LoadStep> steps, Map<String, Integer> skipped, List<String> notes) {
    public LoadPlan {
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
    }
}
