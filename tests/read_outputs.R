# Reads every table of an output folder with R, with default options, and checks what R makes of it.
#
#     Rscript tests/read_outputs.R FOLDER
#
# Names below are the columns of words; all others must come out numeric. An empty cell is NA in a
# column of numbers and "" in a column of words; a column without any value is logical.

words <- c("scenario", "world", "status", "verdict", "outcome", "unit", "quarter", "baseline", "tier", "strategy", "reason",
  "instrument", "agents", "measure", "better", "best", "rival", "settings")

folder <- commandArgs(trailingOnly = TRUE)
if (length(folder) != 1) stop("one argument, the output folder")
files <- list.files(folder, pattern = "[.]csv$", full.names = TRUE)
if (length(files) == 0) stop("no tables in ", folder)
for (file in files) {
  table <- read.csv(file)
  lines <- length(readLines(file)) - 1
  if (nrow(table) != lines) stop(basename(file), ": ", nrow(table), " rows of ", lines)
  for (name in names(table)) {
    column <- table[[name]]
    if (all(is.na(column))) next
    # Plausible worlds are numbered.
    numbered <- name == "world" && basename(file) == "world_runs.csv"
    wanted <- if (name %in% words && !numbered) "character" else "numeric"
    right <- if (wanted == "character") is.character(column) else is.numeric(column)
    if (!right) stop(basename(file), ": ", name, " is ", class(column), ", not ", wanted)
  }
  cat(basename(file), ": ", nrow(table), " rows, ", ncol(table), " columns\n", sep = "")
}
