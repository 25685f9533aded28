# Writes what R's package surveillance gives for a table of counts.
# Rscript reference.R METHOD counts.csv.gz out.csv.gz WEEKS [B W]
# counts: one row per week, one column per series (NA where no report); out: series, week, alarm, upper, expected.
suppressPackageStartupMessages(library(surveillance))
given <- commandArgs(trailingOnly = TRUE)
method <- given[1]
counts <- as.matrix(read.csv(given[2], check.names = FALSE))
last <- as.integer(given[4])
b <- if (length(given) > 4) as.integer(given[5]) else 5L
w <- if (length(given) > 5) as.integer(given[6]) else 3L
weeks <- (nrow(counts) - last + 1):nrow(counts)

flexible <- function(threshold) list(range = weeks, b = b, w = w, noPeriods = 10, pastWeeksNotIncluded = 26,
  pThresholdTrend = 1, weightsThreshold = 2.58, alpha = 0.01, trend = TRUE, thresholdMethod = threshold,
  glmWarnings = FALSE)
ears <- function(name, alpha) list(range = weeks, method = name, baseline = 7, minSigma = 0.5, alpha = alpha)
run <- switch(method,
  "farrington" = function(s) farringtonFlexible(s, flexible("nbPlugin")),
  "farrington-delta" = function(s) farringtonFlexible(s, flexible("delta")),
  "farrington-muan" = function(s) farringtonFlexible(s, flexible("muan")),
  "farrington-original" = function(s) farringtonFlexible(s, list(range = weeks, b = b, w = w, noPeriods = 1,
    pThresholdTrend = 0.05, weightsThreshold = 2.58, alpha = 0.05, thresholdMethod = "delta", glmWarnings = FALSE)),
  "ears-c1" = function(s) earsC(s, ears("C1", 0.001)),
  "ears-c2" = function(s) earsC(s, ears("C2", 0.001)),
  "ears-c3" = function(s) earsC(s, ears("C3", 0.025)),
  "cusum" = function(s) cusum(s, list(range = weeks, k = 1.04, h = 2.26, m = NULL, trans = "rossi")),
  "cusum-glm" = function(s) cusum(s, list(range = weeks, k = 1.04, h = 2.26, m = "glm", trans = "anscombe")),
  "glrnb" = function(s) glrnb(s, list(range = weeks, c.ARL = 5, mu0 = list(S = 1, trend = TRUE, refit = FALSE),
    Mtilde = 1, M = 52, change = "intercept", dir = "inc", ret = "value")))

one <- function(name) {
  s <- sts(observed = counts[, name], start = c(2015, 1), frequency = 52)
  r <- tryCatch(suppressWarnings(run(s)), error = function(e) { message(name, ": ", conditionMessage(e)); NULL })
  none <- rep(NA_real_, length(weeks))
  if (is.null(r)) return(data.frame(series = name, week = weeks, alarm = none, upper = none, expected = none))
  ex <- r@control$expected
  data.frame(series = name, week = weeks, alarm = as.integer(r@alarm[, 1]), upper = r@upperbound[, 1],
             expected = if (is.null(ex)) none else ex[, 1])
}
started <- proc.time()[["elapsed"]]
out <- do.call(rbind, lapply(colnames(counts), one))
spent <- proc.time()[["elapsed"]] - started
cat(sprintf("R %s, surveillance %s: %.4f ms per series-week, one core\n", getRversion(),
            packageVersion("surveillance"), 1000 * spent / nrow(out)))
if (given[3] != "-") {
  file <- gzfile(given[3], "w")
  out$upper <- sprintf("%.15g", out$upper); out$expected <- sprintf("%.15g", out$expected)
  write.csv(out, file, row.names = FALSE, quote = FALSE)
  close(file)
}
