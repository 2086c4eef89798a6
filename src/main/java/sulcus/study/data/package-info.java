/** Arrays of a study in the files of others: numpy, pandas, nibabel, safetensors. */
package sulcus.study.data;
