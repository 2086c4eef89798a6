/** What is kept of a piece of work: the study on disk, its history, and the operations that make and use it. */
package sulcus.study;
