# Reads the tables of a sweep unaided: Rscript read_sweep.R FOLDER
folder <- commandArgs(trailingOnly = TRUE)[1]
read <- function(name) read.csv(file.path(folder, paste0(name, ".csv")), na.strings = "", check.names = FALSE)
design <- read("design")
runs <- read("runs")
summary <- read("summary")
stopifnot(nrow(runs) %% nrow(design) == 0, all(runs$status == "ok"), is.numeric(runs$export_revenue))
means <- aggregate(export_revenue ~ scenario + point, runs, mean)
told <- merge(means, summary[summary$outcome == "export_revenue", ], by = c("scenario", "point"))
stopifnot(nrow(told) == nrow(means), all(abs(told$export_revenue - told$mean) < 1e-9 * abs(told$mean)))
cat(nrow(runs), "runs read by R\n")
